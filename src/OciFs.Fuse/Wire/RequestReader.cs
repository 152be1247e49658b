using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Takes requests apart. Nothing throws; what is too short or wrongly ended is told by false.</summary>
internal static class RequestReader
{
    /// <summary>Reads the structure at the start of a message.</summary>
    /// <typeparam name="T">One of the wire's request structures.</typeparam>
    /// <param name="message">The bytes; longer is fine, since newer kernels append fields.</param>
    /// <param name="value">The structure.</param>
    /// <returns>False when the message is shorter.</returns>
    public static bool TryRead<T>(ReadOnlySpan<byte> message, out T value)
        where T : unmanaged => MemoryMarshal.TryRead(message, out value);

    /// <summary>Reads INIT's body, whose old form is shorter: the fields that an old kernel does not send are 0.</summary>
    /// <param name="body">The bytes after the header.</param>
    /// <param name="init">The structure.</param>
    /// <returns>False when the body is shorter than the oldest form.</returns>
    public static bool TryReadInit(ReadOnlySpan<byte> body, out fuse_init_in init)
    {
        init = default;
        if (body.Length < fuse_init_in.CompatibleSize)
            return false;
        var bytes = MemoryMarshal.AsBytes(new Span<fuse_init_in>(ref init));
        body[..Math.Min(body.Length, bytes.Length)].CopyTo(bytes);
        return true;
    }

    /// <summary>Reads the name that is all the rest of a message, ended by the message's only NUL.</summary>
    /// <param name="rest">The bytes after the fixed part.</param>
    /// <param name="name">The name without the NUL.</param>
    /// <returns>False when the NUL is missing or elsewhere, or the name is empty.</returns>
    public static bool TryReadName(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name)
    {
        var end = rest.IndexOf((byte)0);
        name = end > 0 ? rest[..end] : default;
        return end > 0 && end == rest.Length - 1;
    }
}
