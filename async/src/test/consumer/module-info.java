/// A program outside of the project that has only the module on its path.
module consumer {
  requires dev.meanwhile.async;
}
