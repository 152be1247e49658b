using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OciFs.References;

/// <summary>
/// A store's own name as one name of a folder, and back: <c>/</c> is written <c>~</c>, any other byte outside <c>A-Za-z0-9._:@+-</c> and a
/// leading dot <c>%XX</c>, upper-case. A segment of over 255 bytes is its first 180 bytes, <c>%h</c> and the SHA-256 of the whole name in
/// hex.
/// </summary>
/// <remarks>
/// One-to-one except for <c>%h</c>. Names are UTF-8; half a surrogate pair, which UTF-8 cannot write, counts as U+FFFD.
/// </remarks>
public static class PathSegment
{
    private const int KeptBytes = 180;
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@+-"u8);

    /// <summary>The segment of a name: ASCII, never over 255 bytes, never <c>.</c> or <c>..</c>; empty only for the empty name.</summary>
    public static string Encode(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var segment = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            _ = bytes[i] switch
            {
                (byte)'/' => segment.Append('~'),
                (byte)'.' when i == 0 => segment.Append("%2E"),
                var value when Plain.Contains(value) => segment.Append((char)value),
                var value => segment.Append('%').Append(value.ToString("X2")),
            };
        }

        return segment.Length <= Limits.NameBytes
            ? segment.ToString()
            : $"{segment.ToString(0, KeptBytes)}%h{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
    }

    /// <summary>The name of a segment.</summary>
    /// <returns>False where <see cref="Encode"/> writes no such segment, and for <c>%h</c>, which cannot be undone.</returns>
    public static bool TryDecode(string segment, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (segment.Length is 0 or > Limits.NameBytes)
        {
            return false;
        }

        var bytes = new byte[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '%')
            {
                if (i + 2 >= segment.Length
                    || Convert.FromHexString(segment.AsSpan(i + 1, 2), bytes.AsSpan(length), out _, out _) != OperationStatus.Done)
                {
                    return false;
                }

                i += 2;
            }
            else
            {
                bytes[length] = segment[i] == '~' ? (byte)'/' : (byte)segment[i];
            }

            length++;
        }

        var decoded = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        name = Encode(decoded) == segment ? decoded : null;
        return name is not null;
    }
}
