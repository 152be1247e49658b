using System.Globalization;

namespace OciFs.Host.Confining;

/// <summary>What restricts this process now, as <c>.ocifs/status.json</c> tells it.</summary>
/// <param name="NoNewPrivileges">Whether no program that it might start could have more rights than it has (no_new_privs).</param>
/// <param name="Capabilities">The capabilities that it still has, by name.</param>
/// <param name="Landlock">Version of the Landlock interface that holds it to its source and its cache; null where nothing does.</param>
/// <param name="SystemCallFilter">Whether system calls that it has no use for are forbidden (seccomp).</param>
public sealed record ConfinementState(bool NoNewPrivileges, IReadOnlyList<string> Capabilities, int? Landlock, bool SystemCallFilter)
{
    /// <summary>What the kernel says of this process; of Landlock it says nothing, its starter did.</summary>
    public static ConfinementState Read()
    {
        string[] lines = [.. File.ReadLines("/proc/self/status")];
        var landlock = int.TryParse(Environment.GetEnvironmentVariable(Confinement.Variable), CultureInfo.InvariantCulture, out var version) ? version : 0;
        return new ConfinementState(
            Is(lines, "NoNewPrivs:\t1"), CapabilitySet.OfStatus(lines, "CapEff").ToNames(), landlock == 0 ? null : landlock, Is(lines, "Seccomp:\t2"));
    }

    private static bool Is(string[] lines, string line) => lines.Contains(line, StringComparer.Ordinal);
}
