using System.Collections.Immutable;
using System.Text;

namespace OciFs.Images;

/// <summary>The name of a file or of an extended attribute, which is bytes and mostly UTF-8.</summary>
/// <param name="Bytes">The bytes; NUL is not among them, nor <c>/</c> in a file's.</param>
public readonly record struct FileName(ImmutableArray<byte> Bytes) : IEquatable<FileName>
{
    /// <summary>By bytes.</summary>
    public bool Equals(FileName other) => Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes.AsSpan());
        return hash.ToHashCode();
    }

    /// <summary>For people: as UTF-8; bytes that are none become U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.AsSpan());
}
