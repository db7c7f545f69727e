package io.sluice.distribution;

import io.sluice.distribution.Reference.ToClass;
import io.sluice.distribution.Reference.ToField;
import io.sluice.distribution.Reference.ToMethod;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Collects what one class refers to. Generic signatures are left out: they do not link. */
final class References {
    private final Set<Reference> found = new LinkedHashSet<>();

    private References() {}

    static Set<Reference> of(ClassNode node) {
        References references = new References();
        references.visit(node);
        return Set.copyOf(references.found);
    }

    private void visit(ClassNode node) {
        className(node.superName);
        node.interfaces.forEach(this::className);
        annotations(node.visibleAnnotations);
        for (FieldNode field : node.fields) {
            type(Type.getType(field.desc));
            annotations(field.visibleAnnotations);
        }
        node.methods.forEach(this::method);
    }

    private void method(MethodNode method) {
        type(Type.getMethodType(method.desc));
        method.exceptions.forEach(this::className);
        annotations(method.visibleAnnotations);
        if (method.visibleParameterAnnotations != null) {
            // Parameters without any have null there.
            Arrays.asList(method.visibleParameterAnnotations).forEach(this::annotations);
        }
        method.tryCatchBlocks.stream().map(block -> block.type).forEach(this::className);
        for (AbstractInsnNode instruction : method.instructions) {
            instruction(instruction);
        }
    }

    private void instruction(AbstractInsnNode instruction) {
        if (instruction instanceof TypeInsnNode node) {
            className(node.desc);
        } else if (instruction instanceof MultiANewArrayInsnNode node) {
            type(Type.getType(node.desc));
        } else if (instruction instanceof FieldInsnNode node) {
            boolean ofClass = node.getOpcode() == Opcodes.GETSTATIC || node.getOpcode() == Opcodes.PUTSTATIC;
            found.add(new ToField(node.owner, node.name, node.desc, ofClass));
            type(Type.getType(node.desc));
        } else if (instruction instanceof MethodInsnNode node) {
            methodCall(node.owner, node.name, node.desc, node.getOpcode() == Opcodes.INVOKESTATIC, node.itf);
        } else if (instruction instanceof LdcInsnNode node) {
            constant(node.cst);
        } else if (instruction instanceof InvokeDynamicInsnNode node) {
            type(Type.getMethodType(node.desc));
            constant(node.bsm);
            for (Object argument : node.bsmArgs) {
                constant(argument);
            }
        }
    }

    private void constant(Object constant) {
        if (constant instanceof Type type) {
            type(type);
        } else if (constant instanceof Handle handle) {
            if (handle.getDesc().startsWith("(")) {
                boolean ofClass = handle.getTag() == Opcodes.H_INVOKESTATIC;
                methodCall(handle.getOwner(), handle.getName(), handle.getDesc(), ofClass, handle.isInterface());
            } else {
                boolean ofClass = handle.getTag() == Opcodes.H_GETSTATIC || handle.getTag() == Opcodes.H_PUTSTATIC;
                found.add(new ToField(handle.getOwner(), handle.getName(), handle.getDesc(), ofClass));
            }
        }
    }

    private void methodCall(String owner, String name, String descriptor, boolean ofClass, boolean ofInterface) {
        type(Type.getMethodType(descriptor));
        if (owner.startsWith("[")) {
            className(owner);
        } else {
            found.add(new ToMethod(owner, name, descriptor, ofClass, ofInterface));
        }
    }

    private void annotations(List<AnnotationNode> annotations) {
        if (annotations != null) {
            annotations.forEach(annotation -> type(Type.getType(annotation.desc)));
        }
    }

    private void className(String name) {
        if (name != null) {
            type(Type.getObjectType(name));
        }
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> found.add(new ToClass(type.getInternalName()));
            case Type.METHOD -> {
                type(type.getReturnType());
                List.of(type.getArgumentTypes()).forEach(this::type);
            }
            default -> {
                // A primitive type is always there.
            }
        }
    }
}
