"""The mannequin: bone lengths, joint positions, outer shape."""
