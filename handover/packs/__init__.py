"""Update packs: a whole catalogue or what changed, checked to the last byte, signed or not."""
