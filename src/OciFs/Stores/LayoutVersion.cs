using OciFs.Descriptors.Json;

namespace OciFs.Stores;

/// <summary>The <c>oci-layout</c> of an image layout, which says of which version it is.</summary>
internal static class LayoutVersion
{
    /// <summary>Checks that a layout is of a version that is read.</summary>
    /// <param name="raw">The document.</param>
    /// <param name="where">What errors call it.</param>
    /// <exception cref="OciFsException">It is not sound, or of another version.</exception>
    public static void Check(byte[] raw, string where)
    {
        var version = DocumentJson.Read(raw, DocumentJson.Default.LayoutJson, where).ImageLayoutVersion;
        if (version?.StartsWith("1.", StringComparison.Ordinal) is not true)
        {
            throw new OciFsException(OciFsError.Unsupported, $"{where}: image layout version {version ?? "missing"} (1.x is read)");
        }
    }
}
