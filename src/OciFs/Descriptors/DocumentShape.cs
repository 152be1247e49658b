using System.Text;
using System.Text.Json;

namespace OciFs.Descriptors;

/// <summary>Tells what a document is by the fields that it has: media types are missing or wrong too often to be asked.</summary>
public static class DocumentShape
{
    /// <summary>The kind of a document. Only its outermost object is looked at, but all of it has to be JSON.</summary>
    /// <param name="raw">The document.</param>
    /// <param name="where">What errors call it.</param>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.Invalid"/>: not JSON, not an object, or manifest and index in one, which the image-spec has clients refuse
    /// (manifest.md and image-index.md since CVE-2021-41190).
    /// </exception>
    public static DocumentKind Of(ReadOnlySpan<byte> raw, string where)
    {
        try
        {
            var fields = FieldsOf(raw, where);
            var manifest = fields & (Fields.Layers | Fields.Blobs | Fields.Config);
            return fields switch
            {
                _ when fields.HasFlag(Fields.Manifests) && manifest != 0 =>
                    throw new OciFsException(OciFsError.Invalid, $"{where}: both an index and a manifest"),
                _ when fields.HasFlag(Fields.Manifests) => DocumentKind.Index,
                _ when fields.HasFlag(Fields.RootFs) => DocumentKind.Config,
                _ when manifest != 0 => DocumentKind.Manifest,
                _ when fields.HasFlag(Fields.FsLayers) => DocumentKind.SchemaOne,
                _ => DocumentKind.Other,
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The reader throws the second where it unescapes a name that has half of a surrogate pair.
            throw new OciFsException(OciFsError.Invalid, $"{where}: not sound JSON: {JsonFault.Of(error)}", error);
        }
    }

    /// <summary>What a sound document says it is; null where it says nothing.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = Limits.DocumentDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("mediaType"u8) && reader.Read())
            {
                // A media type has neither escapes nor anything but ASCII (RFC 6838 section 4.2).
                return reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false, ValueSpan.IsEmpty: false } && Ascii.IsValid(reader.ValueSpan)
                    ? Encoding.ASCII.GetString(reader.ValueSpan)
                    : null;
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>As <see cref="Of"/>; null of what it refuses.</summary>
    public static DocumentKind? TryTell(ReadOnlySpan<byte> raw)
    {
        try
        {
            return Of(raw, string.Empty);
        }
        catch (OciFsException)
        {
            return null;
        }
    }

    private static Fields FieldsOf(ReadOnlySpan<byte> raw, string where)
    {
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = Limits.DocumentDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new OciFsException(OciFsError.Invalid, $"{where}: not sound JSON: no object");
        }

        var fields = Fields.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fields |= reader.ValueTextEquals("manifests"u8) ? Fields.Manifests
                : reader.ValueTextEquals("layers"u8) ? Fields.Layers
                : reader.ValueTextEquals("blobs"u8) ? Fields.Blobs
                : reader.ValueTextEquals("config"u8) ? Fields.Config
                : reader.ValueTextEquals("rootfs"u8) ? Fields.RootFs
                : reader.ValueTextEquals("fsLayers"u8) ? Fields.FsLayers
                : Fields.None;
            reader.Skip();
        }

        // Reads on: what follows the object is not JSON.
        reader.Read();
        return fields;
    }

    [Flags]
    private enum Fields
    {
        None = 0,
        Manifests = 1,
        Layers = 2,
        Blobs = 4,
        Config = 8,
        RootFs = 16,
        FsLayers = 32,
    }
}
