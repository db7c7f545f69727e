package io.sluice.distribution;

import io.sluice.distribution.Reference.ToField;
import io.sluice.distribution.Reference.ToMethod;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Resolves references as a Java virtual machine would (JVMS 5.4.3): a member may be declared in any supertype; it must
 * be static or not, and its owner an interface or not, as the caller believes, and it must be visible to the caller.
 */
final class Linker {
    private static final Set<String> SIGNATURE_POLYMORPHIC =
            Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

    private final ClassPath classPath;

    Linker(ClassPath classPath) {
        this.classPath = classPath;
    }

    /** What is wrong with a reference; empty when it links. */
    Optional<Fault> fault(String caller, Reference reference) {
        Optional<ClassNode> owner = classPath.find(reference.owner());
        if (owner.isEmpty()) {
            return Optional.of(
                    new Fault(caller, reference.toString(), "there is no such class", Set.of(reference.owner())));
        }
        if (reference instanceof ToField field) {
            return member(
                    caller,
                    field,
                    owner.get(),
                    type -> type.fields.stream()
                            .filter(node -> node.name.equals(field.name()) && node.desc.equals(field.descriptor()))
                            .findFirst()
                            .map((FieldNode node) -> node.access),
                    field.ofClass());
        }
        if (reference instanceof ToMethod method && !SIGNATURE_POLYMORPHIC.contains(method.owner())) {
            if (is(owner.get().access, Opcodes.ACC_INTERFACE) != method.ofInterface()) {
                return Optional.of(new Fault(caller, method.toString(), "class became interface or back"));
            }
            return member(
                    caller,
                    method,
                    owner.get(),
                    type -> type.methods.stream()
                            .filter(node -> node.name.equals(method.name()) && node.desc.equals(method.descriptor()))
                            .findFirst()
                            .map((MethodNode node) -> node.access),
                    method.ofClass());
        }
        return Optional.empty();
    }

    private Optional<Fault> member(
            String caller,
            Reference reference,
            ClassNode owner,
            Function<ClassNode, Optional<Integer>> accessOfMember,
            boolean ofClass) {
        Supertypes supertypes = supertypes(owner);
        for (ClassNode type : supertypes.found()) {
            Optional<Integer> access = accessOfMember.apply(type);
            if (access.isPresent()) {
                if (is(access.get(), Opcodes.ACC_STATIC) != ofClass) {
                    return Optional.of(new Fault(caller, reference.toString(), "static or not has changed"));
                }
                return visible(caller, type.name, access.get())
                        ? Optional.empty()
                        : Optional.of(new Fault(caller, reference.toString(), "it is not visible"));
            }
        }
        return Optional.of(new Fault(caller, reference.toString(), "there is no such member", supertypes.missing()));
    }

    /** A class and all its supertypes, superclasses first, and the names of those that are not on the class path. */
    Supertypes supertypes(ClassNode start) {
        Set<ClassNode> found = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        Deque<String> interfaces = new ArrayDeque<>();
        Optional<ClassNode> next = Optional.of(start);
        while (next.isPresent()) {
            ClassNode type = next.get();
            found.add(type);
            interfaces.addAll(type.interfaces);
            next = type.superName == null ? Optional.empty() : lookUp(type.superName, missing);
        }
        while (!interfaces.isEmpty()) {
            lookUp(interfaces.remove(), missing)
                    .filter(found::add)
                    .ifPresent(type -> interfaces.addAll(type.interfaces));
        }
        classPath.find("java/lang/Object").ifPresent(found::add);
        return new Supertypes(found, missing);
    }

    private Optional<ClassNode> lookUp(String name, Set<String> missing) {
        Optional<ClassNode> type = classPath.find(name);
        if (type.isEmpty()) {
            missing.add(name);
        }
        return type;
    }

    private static boolean visible(String caller, String declaring, int access) {
        if (is(access, Opcodes.ACC_PUBLIC) || is(access, Opcodes.ACC_PROTECTED)) {
            return true;
        }
        return is(access, Opcodes.ACC_PRIVATE)
                ? outermost(caller).equals(outermost(declaring))
                : packageOf(caller).equals(packageOf(declaring));
    }

    private static String outermost(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    static boolean is(int access, int flag) {
        return (access & flag) != 0;
    }

    record Supertypes(Set<ClassNode> found, Set<String> missing) {}

    /**
     * A reference that would fail.
     *
     * @param unknown the classes that are missing for a judgement; empty when it is certain
     */
    record Fault(String caller, String reference, String what, Set<String> unknown) {
        Fault {
            unknown = Set.copyOf(unknown);
        }

        private Fault(String caller, String reference, String what) {
            this(caller, reference, what, Set.of());
        }

        @Override
        public String toString() {
            return caller + " uses " + reference + ": " + what;
        }
    }
}
