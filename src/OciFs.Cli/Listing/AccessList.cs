using OciFs.Images;

namespace OciFs.Cli.Listing;

/// <summary>What <c>ls -l</c> writes behind the mode.</summary>
internal static class AccessList
{
    /// <summary><c>+</c> of a file with a list of its own (acl(5)), <c>.</c> of one that has but a label of SELinux, else a blank.</summary>
    public static char MarkOf(FileNode file)
    {
        if (Has(file, "security.selinux"))
        {
            return HasList(file) ? '+' : '.';
        }

        return HasList(file) ? '+' : ' ';
    }

    private static bool HasList(FileNode file) => file.Kind switch
    {
        FileKind.SymbolicLink => false,
        FileKind.Directory => Has(file, "system.posix_acl_access") || Has(file, "system.posix_acl_default"),
        _ => Has(file, "system.posix_acl_access"),
    };

    private static bool Has(FileNode file, string name) => file.GetXattr(name) is { Length: > 0 };
}
