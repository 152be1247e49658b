using System.Globalization;

namespace OciFs.Tar.Pax;

/// <summary>
/// The coding of <c>LIBARCHIVE.xattr.NAME=VALUE</c> (libarchive's tar(5)): NAME with %XX for what is not printable, VALUE in base64, which
/// libarchive writes without padding. Both are decoded where they stand, since neither grows.
/// </summary>
internal static class LibarchiveXattr
{
    /// <summary>Decodes %XX.</summary>
    /// <returns>The decoded length, or -1 when a % is not followed by two hexadecimal digits.</returns>
    public static int DecodeName(Span<byte> name)
    {
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var b = name[i];
            if (b == '%')
            {
                if (i + 2 >= name.Length || !byte.TryParse(name.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out b))
                    return -1;
                i += 2;
            }

            name[length++] = b;
        }

        return length;
    }

    /// <summary>Decodes base64, with padding or without.</summary>
    /// <returns>The decoded length, or -1 when a byte is not of the base64 alphabet.</returns>
    public static int DecodeValue(Span<byte> value)
    {
        var length = 0;
        var bits = 0u;
        var count = 0;
        foreach (var b in value.TrimEnd((byte)'='))
        {
            var digit = Digit(b);
            if (digit < 0)
                return -1;
            bits = (bits << 6) | (uint)digit;
            count += 6;
            if (count < 8)
                continue;
            count -= 8;
            value[length++] = (byte)(bits >> count);
        }

        return length;
    }

    private static int Digit(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
