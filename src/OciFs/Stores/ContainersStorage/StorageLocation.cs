namespace OciFs.Stores.ContainersStorage;

/// <summary>Where a storage root is, as it is written in a source.</summary>
/// <param name="Root">The root; null for the usual one.</param>
internal readonly record struct StorageLocation(string? Root)
{
    /// <summary>
    /// Reads a location: a path, or the store specifier of skopeo and Podman, <c>[[DRIVER@]ROOT[+RUNROOT][:OPTIONS]]</c>
    /// (containers-transports(5)). The driver needs not be told: all that are there are read.
    /// </summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: a specifier that does not end.</exception>
    public static StorageLocation Parse(string location)
    {
        if (!location.StartsWith('['))
        {
            return new StorageLocation(location.Length == 0 ? null : location);
        }

        if (!location.EndsWith(']'))
        {
            throw new OciFsException(OciFsError.Invalid, $"{location}: no closing bracket ([DRIVER@ROOT+RUNROOT]REFERENCE)");
        }

        var root = location[1..^1];
        root = root[(root.IndexOf('@', StringComparison.Ordinal) + 1)..];
        root = Before(Before(root, '+'), ':');
        return new StorageLocation(root.Length == 0 ? null : root);
    }

    private static string Before(string text, char mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text;
}
