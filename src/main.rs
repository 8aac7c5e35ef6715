//! Wires a host (web page or extension) to the core and mounts the screens. It decides nothing itself.

fn main() {}
