//! Prints `docs/configuration.md`.

fn main() {
    print!("{}", madrone_config::reference());
}
