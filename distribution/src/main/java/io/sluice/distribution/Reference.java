package io.sluice.distribution;

/** Something that a class file names and that must exist when it is run. Names and descriptors are internal ones. */
sealed interface Reference {
    /** The class that must exist for this. */
    String owner();

    record ToClass(String owner) implements Reference {
        @Override
        public String toString() {
            return owner;
        }
    }

    record ToField(String owner, String name, String descriptor, boolean ofClass) implements Reference {
        @Override
        public String toString() {
            return owner + "." + name + " " + descriptor;
        }
    }

    /**
     * A method that is called, or made into a handle.
     *
     * @param ofClass static
     * @param ofInterface the caller takes the owner for an interface
     */
    record ToMethod(String owner, String name, String descriptor, boolean ofClass, boolean ofInterface)
            implements Reference {
        @Override
        public String toString() {
            return owner + "." + name + descriptor;
        }
    }
}
