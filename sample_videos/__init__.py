"""A mannequin that does the stretch, with every angle known: sample videos and their truth.

Three rooms: `body` (the rig and its shape), `scene` (camera, room, light) and `script`
(timelines of postures, frames and truth). Nothing in `posecoach` imports this package.
"""
