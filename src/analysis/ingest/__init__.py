"""Files in, typed tables out; what breaks its descriptor is refused with every problem named."""
