namespace OciFs.Fuse.Interop;

/// <summary>Where threads may run.</summary>
internal sealed unsafe class CpuSet
{
    /// <summary><c>sizeof(cpu_set_t)</c>: 1,024 CPUs. Where there are more, nothing is pinned.</summary>
    private const int Size = 128;

    private readonly byte[] _allowed = new byte[Size];

    /// <summary>Takes note of where the calling thread may run, which is where the user lets this process run.</summary>
    public CpuSet()
    {
        fixed (byte* mask = _allowed)
            _ = Libc.sched_getaffinity(0, Size, mask);
    }

    /// <summary>Keeps the calling thread on one CPU, if it may run there. Threads that it starts are not kept: the runtime sees to that.</summary>
    /// <param name="cpu">The CPU's number.</param>
    public void Pin(int cpu)
    {
        if (cpu / 8 >= Size || (_allowed[cpu / 8] & (1 << (cpu % 8))) == 0)
            return;
        var mask = stackalloc byte[Size];
        new Span<byte>(mask, Size).Clear();
        mask[cpu / 8] = (byte)(1 << (cpu % 8));
        // Refused for a CPU that is offline, or outside the control group's set: the thread then runs anywhere, as before.
        _ = Libc.sched_setaffinity(0, Size, mask);
    }

    /// <summary>Counts the CPUs that this machine may ever have, which is what the kernel makes its tables for.</summary>
    /// <returns>Its <c>num_possible_cpus()</c>.</returns>
    /// <exception cref="IOException">The kernel does not tell.</exception>
    /// <exception cref="FormatException">What it tells cannot be understood.</exception>
    public static int CountPossible() => Count(File.ReadAllText("/sys/devices/system/cpu/possible"));

    /// <summary>Counts what a list like <c>0-3,8</c> names.</summary>
    /// <param name="list">Numbers and ranges; white space around is ignored.</param>
    /// <returns>How many.</returns>
    /// <exception cref="FormatException">It is no such list.</exception>
    internal static int Count(string list)
    {
        var count = 0;
        foreach (var range in list.Split(','))
        {
            var ends = range.Split('-');
            count += ParseNumber(ends[^1]) - ParseNumber(ends[0]) + 1;
        }
        return count;
    }

    private static int ParseNumber(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
