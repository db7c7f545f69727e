package io.sluice.distribution;

import io.sluice.distribution.Linker.Supertypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Whether the classes of one folder link against another.
 *
 * @param checked how many references were looked at
 * @param broken what would fail when it is run
 * @param unverified what cannot be judged, because a class that is known to be unavailable here has a part in it
 */
public record LinkReport(int checked, List<String> broken, List<String> unverified) {
    public LinkReport {
        broken = List.copyOf(broken);
        unverified = List.copyOf(unverified);
    }

    /**
     * Looks at every class of the bundle.
     *
     * @param unavailable tells the internal names of classes that exist at run time but cannot be had here
     */
    public static LinkReport of(Path bundle, Path platform, Predicate<String> unavailable) {
        ClassPath bundled = ClassPath.ofFolders(bundle);
        ClassPath everything = ClassPath.ofFoldersAndJdk(platform, bundle);
        Linker linker = new Linker(everything);
        List<Linker.Fault> faults = new ArrayList<>();
        int checked = 0;
        for (String name : bundled.names().stream().sorted().toList()) {
            ClassNode node = bundled.find(name).orElseThrow();
            Set<Reference> references = References.of(node);
            checked += references.size();
            references.forEach(reference -> linker.fault(name, reference).ifPresent(faults::add));
            faults.addAll(unimplemented(linker, node));
        }
        Predicate<Linker.Fault> excused =
                fault -> !fault.unknown().isEmpty() && fault.unknown().stream().allMatch(unavailable);
        return new LinkReport(
                checked,
                faults.stream()
                        .filter(excused.negate())
                        .map(Linker.Fault::toString)
                        .toList(),
                faults.stream().filter(excused).map(Linker.Fault::toString).toList());
    }

    /** A method that the other release added to an interface would fail only when it is called. */
    private static List<Linker.Fault> unimplemented(Linker linker, ClassNode node) {
        if (Linker.is(node.access, Opcodes.ACC_ABSTRACT)) {
            return List.of();
        }
        Supertypes supertypes = linker.supertypes(node);
        Set<String> implemented = new HashSet<>();
        for (ClassNode type : supertypes.found()) {
            for (MethodNode method : type.methods) {
                if (!Linker.is(method.access, Opcodes.ACC_ABSTRACT)) {
                    implemented.add(method.name + method.desc);
                }
            }
        }
        List<Linker.Fault> faults = new ArrayList<>();
        for (ClassNode type : supertypes.found()) {
            for (MethodNode method : type.methods) {
                if (Linker.is(method.access, Opcodes.ACC_ABSTRACT)
                        && !implemented.contains(method.name + method.desc)) {
                    String inherited = type.name + "." + method.name + method.desc;
                    faults.add(new Linker.Fault(node.name, inherited, "it is not implemented", supertypes.missing()));
                }
            }
        }
        return faults;
    }
}
