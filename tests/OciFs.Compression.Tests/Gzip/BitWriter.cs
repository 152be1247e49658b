namespace OciFs.Compression.Tests.Gzip;

/// <summary>Writes deflate by hand (RFC 1951 §3.1.1): values from the lowest bit on, codewords from the highest.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private int used = 8;

    public BitWriter Value(int value, int count)
    {
        for (var i = 0; i < count; i++)
            Bit((value >> i) & 1);
        return this;
    }

    public BitWriter Codeword(int codeword, int length)
    {
        for (var i = length - 1; i >= 0; i--)
            Bit((codeword >> i) & 1);
        return this;
    }

    /// <summary>A literal or length symbol in the fixed code (RFC 1951 §3.2.6).</summary>
    public BitWriter Fixed(int symbol) => symbol switch
    {
        < 144 => Codeword(0x30 + symbol, 8),
        < 256 => Codeword(0x190 + symbol - 144, 9),
        < 280 => Codeword(symbol - 256, 7),
        _ => Codeword(0xC0 + symbol - 280, 8),
    };

    public byte[] ToArray() => [.. bytes];

    private void Bit(int bit)
    {
        if (used == 8)
        {
            bytes.Add(0);
            used = 0;
        }

        bytes[^1] |= (byte)(bit << used++);
    }
}
