using OciFs.Stores;

namespace OciFs.Tests.Layers;

/// <summary>What a read of a <see cref="FaultyBlob"/> may do instead of what it should.</summary>
public enum Fault
{
    /// <summary>EIO.</summary>
    Error,

    /// <summary>The permission was taken back.</summary>
    Denied,

    /// <summary>Fewer bytes than there are.</summary>
    Partial,

    /// <summary>None, as if the file had been cut.</summary>
    Cut,

    /// <summary>Other bytes.</summary>
    Changed,

    /// <summary>Bytes of another place.</summary>
    Moved,
}

/// <summary>A blob in memory of which reads fail: one by its number, or all from one on.</summary>
internal sealed class FaultyBlob(byte[] bytes) : IBlob
{
    private int _reads;
    private int _open;

    /// <summary>What happens.</summary>
    public Fault Fault { get; set; }

    /// <summary>The read it happens to, from 0; negative for none.</summary>
    public int At { get; set; } = -1;

    /// <summary>Whether it happens to all behind, too.</summary>
    public bool Stays { get; set; }

    /// <summary>Reads since <see cref="Restart"/>.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How many use it that have not disposed it.</summary>
    public int Open => Volatile.Read(ref _open);

    public long Length => bytes.Length;

    /// <summary>Opens it once more.</summary>
    public FaultyBlob Use()
    {
        Interlocked.Increment(ref _open);
        return this;
    }

    /// <summary>Counts from 0 again.</summary>
    public void Restart(int at, Fault fault = default, bool stays = false)
    {
        (At, Fault, Stays) = (at, fault, stays);
        Volatile.Write(ref _reads, 0);
    }

    public int ReadAt(long offset, Span<byte> destination)
    {
        var number = Interlocked.Increment(ref _reads) - 1;
        var isFaulty = At >= 0 && (number == At || (Stays && number > At));
        var from = isFaulty && Fault == Fault.Moved ? bytes.Length - offset : offset;
        var count = (int)Math.Clamp(bytes.Length - from, 0, destination.Length);
        bytes.AsSpan((int)Math.Min(from, bytes.Length), count).CopyTo(destination);
        return !isFaulty ? count : Fault switch
        {
            Fault.Error => throw new IOException("Input/output error"),
            Fault.Denied => throw new UnauthorizedAccessException("Permission denied"),
            Fault.Partial => count / 2,
            Fault.Cut => 0,
            Fault.Changed => Change(destination[..count]),
            _ => count,
        };
    }

    public void Dispose() => Interlocked.Decrement(ref _open);

    private static int Change(Span<byte> bytes)
    {
        foreach (ref var octet in bytes)
            octet ^= 0x5A;
        return bytes.Length;
    }
}
