using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WsActors.ArchitectureTests;

/// <summary>What an assembly's code names outside itself, read from its metadata: types, and members as "Type.Member".</summary>
internal static class References
{
    public static IReadOnlySet<string> TypesNamedBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Select(handle => NameOf(metadata, handle)).ToHashSet();
    }

    public static IReadOnlySet<string> MembersNamedBy(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return (from handle in metadata.MemberReferences
                let member = metadata.GetMemberReference(handle)
                where member.Parent.Kind == HandleKind.TypeReference
                select $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}").ToHashSet();
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
