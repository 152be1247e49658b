using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace OciFs.References;

/// <summary>
/// What an image runs on, in the canonical form of containerd's platforms package: every instance is normalised, so equal platforms are
/// equal.
/// </summary>
public sealed record PlatformName
{
    private const string UnknownPart = "unknown";

    private PlatformName(string os, string architecture, string? variant, string? osVersion, ImmutableArray<string> osFeatures)
    {
        Os = os;
        Architecture = architecture;
        Variant = variant;
        OsVersion = osVersion;
        OsFeatures = osFeatures;
    }

    /// <summary><c>unknown/unknown</c>: what BuildKit calls the platform of attestations.</summary>
    public static PlatformName Unknown { get; } = new(UnknownPart, UnknownPart, null, null, []);

    /// <summary>The platform that this process runs on.</summary>
    public static PlatformName Host { get; } = Normalize(HostOs(), HostArchitecture());

    /// <summary>Operating system as Go's GOOS calls it, or <c>unknown</c>; never empty.</summary>
    public string Os { get; }

    /// <summary>Architecture as Go's GOARCH calls it, or <c>unknown</c>; never empty.</summary>
    public string Architecture { get; }

    /// <summary>
    /// Variant of the architecture; null for the usual one (<c>v8</c> of arm64, <c>v1</c> of amd64). That of arm is always told.
    /// </summary>
    public string? Variant { get; }

    /// <summary>Version of the operating system, as Windows images have it; null for any.</summary>
    public string? OsVersion { get; }

    /// <summary>What the operating system must offer (<c>os.features</c>), such as <c>win32k</c>: sorted by code unit, each once, none empty.</summary>
    public ImmutableArray<string> OsFeatures { get; }

    /// <summary>Whether operating system and architecture are both told.</summary>
    public bool IsComplete => Os != UnknownPart && Architecture != UnknownPart;

    /// <summary>
    /// The canonical form, by the table of containerd's <c>platforms/database.go</c>. What is null or empty is unknown: unlike there, it is
    /// not taken to be this machine's, so that an image is shown alike everywhere.
    /// </summary>
    public static PlatformName Normalize(
        string? os, string? architecture, string? variant = null, string? osVersion = null, IEnumerable<string?>? osFeatures = null)
    {
        var (arch, version) = NormalizeArchitecture(Lower(architecture), Lower(variant));
        var system = Lower(os) switch { "" => UnknownPart, "macos" => "darwin", var other => other };
        return new PlatformName(system, arch, Told(version), Told(osVersion), Sorted(osFeatures));
    }

    /// <summary>
    /// Reads <c>os[(osversion[+feature…])]/architecture[/variant]</c>, or one of both, which leaves the other to this machine (as containerd does).
    /// What is not a letter, a digit or one of <c>_.-</c> in version and features is written <c>%XX</c>.
    /// </summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: not a platform.</exception>
    public static PlatformName Parse(string text) => TryParse(text, out var platform)
        ? platform
        : throw new OciFsException(OciFsError.Invalid, $"{text}: not a platform (OS/ARCHITECTURE[/VARIANT], such as linux/arm64)");

    /// <summary>As <see cref="Parse"/>; false where that throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PlatformName? platform)
    {
        platform = null;
        var parts = text?.Split('/', 4) ?? [];
        if (parts.Length is 0 or > 3 || !OsSpecifier.TryParse(parts[0], out var os) || !parts.Skip(1).All(IsPart))
        {
            return false;
        }

        platform = parts.Length > 1 ? Normalize(os.Os, parts[1], parts.ElementAtOrDefault(2), os.Version, os.Features) : OfOnePart(parts[0], os);
        return platform is not null;
    }

    /// <inheritdoc/>
    public bool Equals(PlatformName? other) => other is not null && Os == other.Os && Architecture == other.Architecture
        && Variant == other.Variant && OsVersion == other.OsVersion && OsFeatures.SequenceEqual(other.OsFeatures, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Os, Architecture, Variant, OsVersion, OsFeatures.Length);

    /// <summary>
    /// What <see cref="Parse"/> reads, as containerd's <c>FormatAll</c> writes it: <c>os[(osversion[+feature…])]/architecture[/variant]</c>.
    /// </summary>
    public string ToSpecifier() =>
        string.Join('/', new[] { new OsSpecifier(Os, OsVersion, OsFeatures).ToString(), Architecture, Variant }.Where(part => part is not null));

    /// <summary>The folder's name of this platform: <c>os-architecture[-variant][-osversion]</c>, as a <see cref="PathSegment"/>; features are not part of it.</summary>
    public override string ToString() =>
        PathSegment.Encode(string.Join('-', new[] { Os, Architecture, Variant, OsVersion }.Where(part => part is not null)));

    private static (string, string) NormalizeArchitecture(string architecture, string variant) => (architecture, variant) switch
    {
        ("", _) => (UnknownPart, variant),
        ("i386", _) => ("386", ""),
        ("x86_64" or "x86-64" or "amd64", _) => ("amd64", variant == "v1" ? "" : variant),
        ("aarch64" or "arm64", "8" or "v8" or "v8.0") => ("arm64", ""),
        ("aarch64" or "arm64", "9" or "9.0" or "v9.0") => ("arm64", "v9"),
        ("aarch64" or "arm64", _) => ("arm64", variant),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        ("arm", "" or "7") => ("arm", "v7"),
        ("arm", "5" or "6" or "8") => ("arm", "v" + variant),
        _ => (architecture, variant),
    };

    private static PlatformName? OfOnePart(string part, OsSpecifier os)
    {
        var asOs = Normalize(os.Os, Host.Architecture, Host.Variant, os.Version, os.Features);
        var asArchitecture = Normalize(Host.Os, part);
        return GoNames.IsOs(asOs.Os) ? asOs : GoNames.IsArchitecture(asArchitecture.Architecture) ? asArchitecture : null;
    }

    private static bool IsPart(string part) => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static string HostOs() => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin"
        : OperatingSystem.IsFreeBSD() ? "freebsd" : "linux";

    private static string HostArchitecture() => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        System.Runtime.InteropServices.Architecture.Armv6 => "armel",
        System.Runtime.InteropServices.Architecture.LoongArch64 => "loong64",
        var other => other.ToString(),
    };

    private static ImmutableArray<string> Sorted(IEnumerable<string?>? features) =>
        [.. (features ?? []).Where(feature => !string.IsNullOrEmpty(feature)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)!];

    private static string Lower(string? text) => text?.ToLowerInvariant() ?? string.Empty;

    private static string? Told(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
