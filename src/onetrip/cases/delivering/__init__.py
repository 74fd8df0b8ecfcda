"""From a result that is there to a result in the resident's hands: at a window, by post, from a cabinet, electronically."""
