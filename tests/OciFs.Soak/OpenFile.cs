using System.Runtime.InteropServices;

namespace OciFs.Soak;

/// <summary>A file that is open for reading; disposing closes it.</summary>
internal sealed unsafe class OpenFile : IDisposable
{
    private readonly string _path;

    public OpenFile(string path, int flags = 0)
    {
        _path = path;
        do
            Descriptor = Native.open(path, Native.O_RDONLY | Native.O_CLOEXEC | flags);
        while (Descriptor < 0 && Native.WasInterrupted);
        if (Descriptor < 0)
            throw new Mismatch($"open {path}: errno {Marshal.GetLastPInvokeError()}");
    }

    public int Descriptor { get; }

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    public int Read(long offset, Span<byte> buffer)
    {
        var done = 0;
        fixed (byte* bytes = buffer)
        {
            while (done < buffer.Length)
            {
                var read = Native.pread(Descriptor, bytes + done, (nuint)(buffer.Length - done), offset + done);
                if (read < 0 && Native.WasInterrupted)
                    continue;
                if (read < 0)
                    throw new Mismatch($"pread {_path} at {offset + done}: errno {Marshal.GetLastPInvokeError()}");
                if (read == 0)
                    break;
                done += (int)read;
            }
        }
        return done;
    }

    public void Dispose() => _ = Native.close(Descriptor);
}
