using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using OciFs.Compression;

namespace OciFs.Stores.Unpacked;

/// <summary>
/// Reads tar-split data (github.com/vbatts/tar-split, <c>tar/storage</c>): a line of JSON for each run of a tar's raw bytes (type 2) and for
/// each entry (type 1), whose content stands in a folder. Used once, by one thread.
/// </summary>
/// <param name="table">Takes the parts of the tar; null where but its length is asked for.</param>
/// <param name="path">What errors call the file.</param>
/// <param name="named">Told the name of each entry, in the tar's order; null where nobody wants to know.</param>
internal sealed class TarSplitReader(SegmentTableBuilder? table, string path, Action<byte[]>? named = null)
{
    private const int FileType = 1, SegmentType = 2;

    private byte[] _line = new byte[4096];
    private int _gathered;

    private byte[] _payload = [], _name = [], _rawName = [];
    private int _payloadLength, _nameLength, _rawNameLength;
    private long _type, _size, _tarLength;

    /// <summary>Reads a whole file, gzip or zstd or neither; gives the length of the tar.</summary>
    /// <exception cref="OciFsException">It is not sound.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public long Read(Stream file)
    {
        try
        {
            using var reader = IndexingReader.Open(file, IndexingReader.DefaultSpan);
            for (var chunk = reader.Next(); !chunk.IsEmpty; chunk = reader.Next())
            {
                Take(chunk);
            }

            TakeLine([]);
            return _tarLength;
        }
        catch (CompressedDataException error)
        {
            throw new OciFsException(OciFsError.Invalid, $"{path}: cannot be decompressed: {error.Message}", error);
        }
    }

    private void Take(ReadOnlySpan<byte> chunk)
    {
        for (var end = chunk.IndexOf((byte)'\n'); end >= 0; end = chunk.IndexOf((byte)'\n'))
        {
            TakeLine(chunk[..end]);
            chunk = chunk[(end + 1)..];
        }

        Gather(chunk);
    }

    private void Gather(ReadOnlySpan<byte> part)
    {
        if (part.Length > Limits.TarSplitLineBytes - _gathered)
        {
            throw Unsound($"a line of more than {Limits.TarSplitLineBytes} bytes");
        }

        if (_gathered + part.Length > _line.Length)
        {
            Array.Resize(ref _line, Math.Max(_gathered + part.Length, Math.Min(Limits.TarSplitLineBytes, _line.Length * 2)));
        }

        part.CopyTo(_line.AsSpan(_gathered));
        _gathered += part.Length;
    }

    private void TakeLine(ReadOnlySpan<byte> end)
    {
        if (_gathered == 0)
        {
            Parse(end);
            return;
        }

        Gather(end);
        var whole = _line.AsSpan(0, _gathered);
        _gathered = 0;
        Parse(whole);
    }

    private void Parse(ReadOnlySpan<byte> line)
    {
        if (line.Trim((byte)' ').IsEmpty)
        {
            return;
        }

        (_type, _size, _payloadLength, _nameLength, _rawNameLength) = (0, 0, 0, 0, 0);
        try
        {
            ParseFields(line);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw Unsound("a line that is not JSON of tar-split");
        }

        switch (_type)
        {
            case SegmentType:
                Count(_payloadLength);
                table?.AddRaw(_payload.AsSpan(0, _payloadLength));
                break;
            case FileType when _size >= 0:
                var name = _rawNameLength > 0 ? _rawName.AsSpan(0, _rawNameLength) : _name.AsSpan(0, _nameLength);
                named?.Invoke(name.ToArray());
                var plain = Checked(Plain(name), _size);
                Count(_size);
                table?.AddFile(plain, _size, _payloadLength == 8 ? BinaryPrimitives.ReadUInt64BigEndian(_payload) : 0);
                break;
            default:
                throw Unsound($"an entry of type {_type} and size {_size}");
        }
    }

    private void Count(long length)
    {
        if (length > long.MaxValue - _tarLength)
        {
            throw Unsound("a tar longer than can be");
        }

        _tarLength += length;
    }

    // The tools join a name to the layer's folder by its words alone (Go's filepath.Join), so that d/, a//b and nosuch/../c have their files.
    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> name)
    {
        const byte slash = (byte)'/';
        var isPlain = !name.IsEmpty && name[0] is not slash and not (byte)'.' && name[^1] is not slash && name.IndexOf("//"u8) < 0 && name.IndexOf("/."u8) < 0;
        if (isPlain)
        {
            return name;
        }

        var plain = new byte[name.Length];
        var length = 0;
        foreach (var range in name.Split(slash))
        {
            var part = name[range];
            if (part.SequenceEqual(".."u8))
            {
                length = Math.Max(0, plain.AsSpan(0, length).LastIndexOf(slash));
            }
            else if (!part.IsEmpty && !part.SequenceEqual("."u8))
            {
                if (length > 0)
                {
                    plain[length++] = slash;
                }

                part.CopyTo(plain.AsSpan(length));
                length += part.Length;
            }
        }

        return plain.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> name, long size) =>
        size > 0 && (name.Length > Limits.PathBytes || name.Contains((byte)0)) ? throw Unsound("a file without a sound name") : name;

    private void ParseFields(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = (Type: json.ValueTextEquals("type"u8), Size: json.ValueTextEquals("size"u8), Payload: json.ValueTextEquals("payload"u8),
                Name: json.ValueTextEquals("name"u8), RawName: json.ValueTextEquals("name_raw"u8));
            json.Read();
            switch (field)
            {
                case { Type: true }:
                    _type = json.GetInt64();
                    break;
                case { Size: true }:
                    _size = json.GetInt64();
                    break;
                case { Payload: true }:
                    _payloadLength = Decode(ref json, ref _payload);
                    break;
                case { Name: true }:
                    Array.Resize(ref _name, Math.Max(_name.Length, json.ValueSpan.Length));
                    _nameLength = json.CopyString(_name);
                    break;
                case { RawName: true }:
                    _rawNameLength = Decode(ref json, ref _rawName);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static int Decode(ref Utf8JsonReader json, ref byte[] bytes)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return 0;
        }

        if (json.ValueIsEscaped)
        {
            bytes = json.GetBytesFromBase64();
            return bytes.Length;
        }

        var room = Base64.GetMaxDecodedFromUtf8Length(json.ValueSpan.Length);
        if (bytes.Length < room)
        {
            bytes = new byte[room];
        }

        return Base64.DecodeFromUtf8(json.ValueSpan, bytes, out _, out var written) == OperationStatus.Done ? written : throw new FormatException();
    }

    private OciFsException Unsound(string what) => new(OciFsError.Invalid, $"{path}: {what} (the store's tar-split data are damaged)");
}
