namespace OciFs.Compression.Tests;

/// <summary>Gives its bytes in pieces of a few at a time, as a socket may.</summary>
public sealed class DribbleStream(byte[] bytes, int most) : MemoryStream(bytes, writable: false)
{
    private int step;

    // The base class reads spans through this method.
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (step++ * 7 % most)));
}
