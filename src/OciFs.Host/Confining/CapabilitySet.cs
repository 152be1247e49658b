using System.Globalization;
using static OciFs.Host.Confining.ConfiningInterop;

namespace OciFs.Host.Confining;

/// <summary>Capabilities of a thread (capabilities(7)), a bit each by the numbers of linux/capability.h.</summary>
/// <param name="Bits">The bits.</param>
internal readonly record struct CapabilitySet(ulong Bits)
{
    // More than there are: the kernel answers EINVAL for those that it does not know.
    private const int Numbers = 64;

    private static readonly string[] Names =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE", "NET_BIND_SERVICE",
        "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN",
        "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE",
        "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ];

    /// <summary>To read what others own: a store's files are of all kinds of users.</summary>
    public static CapabilitySet ReadAnything { get; } = new(1UL << Array.IndexOf(Names, "DAC_READ_SEARCH"));

    /// <summary>To read <c>trusted.*</c> attributes, in which overlay notes what a layer's folder hides (xattr(7)).</summary>
    public static CapabilitySet ReadTrustedXattrs { get; } = new(1UL << Array.IndexOf(Names, "SYS_ADMIN"));

    /// <summary>Those of either.</summary>
    public static CapabilitySet operator |(CapabilitySet one, CapabilitySet other) => new(one.Bits | other.Bits);

    /// <summary>Reads a field of <c>/proc/PID/status</c>, as <c>CapEff</c>; none where it cannot be read.</summary>
    public static CapabilitySet OfStatus(IEnumerable<string> lines, string field) =>
        lines.FirstOrDefault(line => line.StartsWith($"{field}:", StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line.AsSpan(field.Length + 1).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)
            ? new CapabilitySet(bits)
            : default;

    /// <summary>Their names as capabilities(7) has them.</summary>
    public IReadOnlyList<string> ToNames()
    {
        var bits = Bits;
        return [.. Enumerable.Range(0, Numbers).Where(number => (bits >> number & 1) != 0)
            .Select(number => number < Names.Length ? $"CAP_{Names[number]}" : string.Create(CultureInfo.InvariantCulture, $"{number}"))];
    }

    /// <summary>Leaves the calling thread no others, nor a way to get them by starting a program.</summary>
    public unsafe void KeepOnly()
    {
        _ = prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        for (var number = 0; number < Numbers; number++)
        {
            if ((Bits >> number & 1) == 0)
            {
                // Refused to whoever has no CAP_SETPCAP, and who has none has nothing to lose by it: no new privileges come by a program either.
                _ = prctl(PR_CAPBSET_DROP, (nuint)number, 0, 0, 0);
            }
        }

        var held = OfStatus(File.ReadLines("/proc/thread-self/status"), "CapPrm").Bits & Bits;
        var header = new cap_user_header { version = LINUX_CAPABILITY_VERSION_3 };
        var low = (uint)held;
        var high = (uint)(held >> 32);
        var sets = stackalloc cap_user_data[] { new() { effective = low, permitted = low }, new() { effective = high, permitted = high } };
        _ = capset(&header, sets);
    }
}
