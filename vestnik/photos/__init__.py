"""The photo library: pictures with caption, credit and rights, and the renditions made of them."""
