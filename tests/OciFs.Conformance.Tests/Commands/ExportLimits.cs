namespace OciFs.Conformance.Tests.Commands;

/// <summary>What neither a file system nor GNU tar can give a file, by case.</summary>
internal static class ExportLimits
{
    private static readonly Dictionary<string, string[]> Folder = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> Tar = new(StringComparer.Ordinal);

    /// <summary>Of the folder.</summary>
    public static string[] OfFolder(string name) => Folder.GetValueOrDefault(name, []);

    /// <summary>Of what GNU tar unpacks.</summary>
    public static string[] OfTar(string name) => Tar.GetValueOrDefault(name, []);
}
