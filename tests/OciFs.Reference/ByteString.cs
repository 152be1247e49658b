using System.Text;

namespace OciFs.Reference;

/// <summary>Bytes as a value: names, paths and link targets, which are no text. Compared and ordered bytewise.</summary>
public readonly struct ByteString : IEquatable<ByteString>, IComparable<ByteString>
{
    private readonly byte[]? bytes;

    /// <summary>Keeps a copy of <paramref name="value"/>.</summary>
    public ByteString(ReadOnlySpan<byte> value) => bytes = value.ToArray();

    /// <summary>No bytes at all; also what <see langword="default"/> is.</summary>
    public static ByteString Empty => default;

    /// <summary>Number of bytes.</summary>
    public int Length => bytes?.Length ?? 0;

    /// <summary>Whether there is no byte.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes themselves.</summary>
    public ReadOnlySpan<byte> Span => bytes;

    /// <summary>Each character (U+0000–U+00FF) becomes the byte of its number, so that "\xff" is one byte.</summary>
    /// <exception cref="ArgumentException">A character above U+00FF.</exception>
    public static implicit operator ByteString(string latin1)
    {
        if (latin1.AsSpan().IndexOfAnyExceptInRange('\0', '\xff') >= 0)
            throw new ArgumentException("not Latin-1; say UTF-8 names by ByteString.Utf8", nameof(latin1));
        return new ByteString(Encoding.Latin1.GetBytes(latin1));
    }

    /// <summary>The UTF-8 bytes of a text.</summary>
    public static ByteString Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Two strings of bytes, one after the other.</summary>
    public static ByteString operator +(ByteString left, ByteString right) => new([.. left.Span, .. right.Span]);

    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);

    public static bool operator <(ByteString left, ByteString right) => left.CompareTo(right) < 0;

    public static bool operator >(ByteString left, ByteString right) => left.CompareTo(right) > 0;

    public static bool operator <=(ByteString left, ByteString right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ByteString left, ByteString right) => left.CompareTo(right) >= 0;

    /// <summary>Whether these bytes begin with <paramref name="prefix"/>.</summary>
    public bool StartsWith(ReadOnlySpan<byte> prefix) => Span.StartsWith(prefix);

    /// <summary>The bytes from <paramref name="start"/> on.</summary>
    public ByteString From(int start) => new(Span[start..]);

    /// <summary>The bytes with a NUL after them, as system calls want them.</summary>
    public byte[] ToCString() => [.. Span, 0];

    /// <summary>Each byte as the character of its number.</summary>
    public string ToLatin1() => Encoding.Latin1.GetString(Span);

    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public int CompareTo(ByteString other) => Span.SequenceCompareTo(other.Span);

    /// <summary>Every byte outside 0x21–0x7e, and the backslash, as \xHH.</summary>
    public override string ToString() => Escape([]);

    /// <summary>As <see cref="ToString"/>, and the bytes of <paramref name="further"/> escaped too.</summary>
    public string Escape(ReadOnlySpan<byte> further)
    {
        var text = new StringBuilder(Length);
        foreach (var value in Span)
        {
            if (value is >= 0x21 and <= 0x7e and not (byte)'\\' && !further.Contains(value))
                text.Append((char)value);
            else
                text.Append("\\x").Append(value.ToString("x2"));
        }

        return text.ToString();
    }
}
