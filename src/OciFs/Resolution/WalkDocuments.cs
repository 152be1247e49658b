using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>The documents of one walk: each is read once, however many mention it, and all together are bounded. One thread.</summary>
/// <param name="reader">Reads them.</param>
/// <param name="most">Bytes of documents that are read at most.</param>
/// <param name="end">Ends the walk at its next document.</param>
internal sealed class WalkDocuments(DocumentReader reader, long most, CancellationToken end)
{
    private readonly Dictionary<Key, (ReadOnlyMemory<byte> Bytes, OciFsException? Error)> _read = [];
    private long _bytes;

    /// <summary>What one reading of a document depends on.</summary>
    internal readonly record struct Key(Digest Digest, long Size, bool HasData)
    {
        /// <summary>Of a descriptor.</summary>
        public static Key Of(Descriptor descriptor) => new(descriptor.Digest, descriptor.Size, descriptor.Data is not null);
    }

    /// <inheritdoc cref="DocumentReader.MayLack"/>
    public bool MayLack(Digest digest) => reader.MayLack(digest);

    /// <inheritdoc cref="DocumentReader.ReadMade"/>
    public (Descriptor Descriptor, ReadOnlyMemory<byte> Bytes)? ReadMade(Descriptor config) => reader.ReadMade(config);

    /// <summary>As <see cref="DocumentReader.Read"/>.</summary>
    /// <exception cref="OciFsException">As there, or <see cref="OciFsError.LimitExceeded"/>: more than the walk may read.</exception>
    /// <exception cref="OperationCanceledException">The walk was ended.</exception>
    public ReadOnlyMemory<byte> Read(Descriptor descriptor)
    {
        end.ThrowIfCancellationRequested();
        var key = Key.Of(descriptor);
        if (!_read.TryGetValue(key, out var known))
        {
            _read[key] = known = ReadAnew(descriptor);
        }

        return known.Error is { } error ? throw new OciFsException(error.Error, error.Message, error) : known.Bytes;
    }

    private (ReadOnlyMemory<byte> Bytes, OciFsException? Error) ReadAnew(Descriptor descriptor)
    {
        try
        {
            if (descriptor.Size is <= Limits.DocumentBytes and var size && _bytes + size > most)
            {
                throw new OciFsException(OciFsError.LimitExceeded, $"{descriptor.Digest}: more than {most} bytes of documents in all; this one is not read");
            }

            var bytes = reader.Read(descriptor);
            _bytes += bytes.Length;
            return (bytes, null);
        }
        catch (OciFsException error)
        {
            // Only these come of bytes that were read: a claim alone takes nothing from its neighbours.
            _bytes += error.Error is OciFsError.DigestMismatch or OciFsError.Unavailable ? descriptor.Size : 0;
            return (default, error);
        }
    }
}
