using System.Diagnostics;

namespace OciFs.Fuzz.Engine;

/// <summary>Runs inputs through a harness, one after the other, and judges what comes of it.</summary>
internal sealed class Target(Harness harness)
{
    /// <summary>How long the last run took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Runs one input; what it counted stands in <see cref="Coverage"/> then.</summary>
    public Finding? Run(byte[] input)
    {
        Coverage.Counters.Clear();
        var allocated = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        try
        {
            harness.Run(input);
            var taken = GC.GetTotalAllocatedBytes() - allocated;
            return taken <= harness.MostAllocated(input.Length)
                ? null
                : Finding.Of(new FindingException($"too much memory: {taken} bytes for an input of {input.Length}"));
        }
#pragma warning disable CA1031 // Any exception that a harness lets through is what is looked for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Finding.Of(error);
        }
        finally
        {
            Elapsed = Stopwatch.GetElapsedTime(start);
        }
    }
}
