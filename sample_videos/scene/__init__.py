"""What the mannequin is seen with: camera, room, light, sensor."""
