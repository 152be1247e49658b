namespace OciFs.Fuzz.Tests;

/// <summary>What the engine's tests instrument: a bug behind comparisons that blind luck does not pass.</summary>
public static class Toy
{
    public static void Read(byte[] input)
    {
        if (input.Length > 4 && input[0] == 'F')
        {
            if (input[1] == 'U')
            {
                if (input[2] == 'Z' && input[3] == 'Z')
                    throw new InvalidOperationException("planted");
            }
        }
    }

    /// <summary>1 when all of it works after instrumentation: handlers, filters, switches, loops.</summary>
    public static int Compute(int times)
    {
        var sum = 0;
        for (var i = 0; i < times; i++)
        {
            try
            {
                sum += (i % 4) switch { 0 => 1, 1 => 2, 2 => throw new FormatException(), _ => 4 };
            }
            catch (FormatException) when (i > 0)
            {
                sum += 3;
            }
            finally
            {
                sum++;
            }
        }

        return sum;
    }
}
