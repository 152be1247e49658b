namespace OciFs.Fuzz.Engine;

/// <summary>Makes a finding's input short: takes away runs of bytes, long ones first, as long as the finding stays the same.</summary>
internal static class Minimizer
{
    public static byte[] Minimize(byte[] input, Func<byte[], bool> isSame, TimeSpan atMost)
    {
        var deadline = Environment.TickCount64 + (long)atMost.TotalMilliseconds;
        for (var length = Math.Max(1, input.Length / 2); length > 0; length /= 2)
        {
            for (var at = 0; at < input.Length && Environment.TickCount64 < deadline;)
            {
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + length))];
                if (isSame(shorter))
                    input = shorter;
                else
                    at += length;
            }
        }

        return input;
    }
}
