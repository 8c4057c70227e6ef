"""What exists by itself: hospitals, their locations, their membership of STZ."""
