"""What is seen: scenes and layers for the map, evidence and panels as escaped HTML."""
