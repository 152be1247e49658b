using System.Collections.Frozen;

namespace OciFs.References;

/// <summary>The operating systems and architectures that Go knows (<c>go/build/syslist.go</c>): image documents use its words.</summary>
internal static class GoNames
{
    private static readonly FrozenSet<string> Systems = FrozenSet.Create(
        StringComparer.Ordinal,
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd", "plan9",
        "solaris", "windows", "zos");

    private static readonly FrozenSet<string> Architectures = FrozenSet.Create(
        StringComparer.Ordinal,
        "386", "amd64", "amd64p32", "arm", "arm64", "arm64be", "armbe", "loong64", "mips", "mips64", "mips64le", "mips64p32",
        "mips64p32le", "mipsle", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm");

    /// <summary>Whether a lower-case word is an operating system.</summary>
    public static bool IsOs(string word) => Systems.Contains(word);

    /// <summary>Whether a normalised word is an architecture.</summary>
    public static bool IsArchitecture(string word) => Architectures.Contains(word);
}
