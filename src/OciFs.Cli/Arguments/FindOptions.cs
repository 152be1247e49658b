using System.CommandLine;

namespace OciFs.Cli.Arguments;

/// <summary>The conditions of <c>ocifs find</c> as options: find(1)'s words, with one dash or two.</summary>
internal static class FindOptions
{
    public static Option<string[]> Name { get; } = Words("name", "PATTERN", "Its last name matches: *, ? and [a-z] stand for any characters; quote them from the shell");

    public static Option<string[]> Iname { get; } = Words("iname", "PATTERN", "As -name, whatever the case of letters");

    public static Option<string[]> Path { get; } = Words("path", "PATTERN", "Its path, as it is printed, matches; / is like any other character");

    public static Option<string[]> Type { get; } = Words("type", "T", "It is a regular file (f), directory (d), symbolic link (l), block (b) or character (c) device, pipe (p) or socket (s); several with commas");

    public static Option<string[]> Size { get; } = Words("size", "N", "It has N units, rounded up: of 512 bytes, or with c, w, k, M, G of 1, 2, 1024 bytes and so on; +N more, -N less");

    public static Option<string[]> Perm { get; } = Words("perm", "MODE", "Its permissions are MODE, octal or as u=rw,g+s; -MODE: all these bits are set; /MODE: any is");

    public static Option<string[]> User { get; } = Words("user", "NAME", "It belongs to a user, by the image's /etc/passwd or by number");

    public static Option<string[]> Group { get; } = Words("group", "NAME", "It belongs to a group, by the image's /etc/group or by number");

    public static Option<string[]> Newer { get; } = Words("newer", "PATH", "It was modified after a file of the image");

    public static Option<string[]> Newermt { get; } = Words("newermt", "TIME", "It was modified after TIME, as '2024-02-29 13:00' or @SECONDS");

    public static Option<string[]> Xattr { get; } = Words("xattr", "NAME[=VALUE]", "It has an extended attribute, of that value");

    public static Option<string[]> Links { get; } = Words("links", "N", "It has N names, +N more, -N fewer");

    public static Option<string?> Sha256 { get; } = new("--sha256", "-sha256") { Description = "It is a regular file whose content has this SHA-256", HelpName = "HEX" };

    public static Option<int?> Layer { get; } = new("--layer", "-layer") { Description = "The layer of this number, 0 being the base, brought it", HelpName = "N" };

    public static Option<bool> Empty { get; } = new("--empty", "-empty") { Description = "It is a file without bytes, or a directory without names" };

    public static Option<int?> MaxDepth { get; } = new("--maxdepth", "-maxdepth") { Description = "Go at most N directories down; 0 is PATH itself", HelpName = "N" };

    public static Option<int?> MinDepth { get; } = new("--mindepth", "-mindepth") { Description = "Find nothing less than N directories down", HelpName = "N" };

    /// <summary>What is done with each file that is found anyway.</summary>
    public static Option<bool> Print { get; } = new("--print", "-print") { Description = "Print the paths that are found, which is done without it too" };

    /// <summary>Words of find(1) that mean something there, and nothing here.</summary>
    public static IReadOnlySet<string> Unsupported { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "!", "(", ")", ",", "-not", "-a", "-and", "-o", "-or", "-mtime", "-mmin", "-atime", "-amin", "-ctime", "-cmin", "-anewer", "-cnewer", "-regex", "-iregex", "-ipath",
        "-wholename", "-iwholename", "-lname", "-ilname", "-exec", "-execdir", "-ok", "-okdir", "-delete", "-prune", "-printf", "-fprint", "-fprintf", "-fls", "-quit", "-inum",
        "-samefile", "-uid", "-gid", "-nouser", "-nogroup", "-readable", "-writable", "-executable", "-true", "-false", "-depth", "-mount", "-xdev", "-follow",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } =
        [Name, Iname, Path, Type, Size, Perm, User, Group, Newer, Newermt, Xattr, Links, Empty, Sha256, Layer, MaxDepth, MinDepth, Print];

    private static Option<string[]> Words(string name, string value, string description) => new($"--{name}", $"-{name}")
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
