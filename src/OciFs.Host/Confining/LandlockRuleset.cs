using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static OciFs.Host.Confining.ConfiningInterop;

namespace OciFs.Host.Confining;

/// <summary>A set of Landlock rules (landlock(7)): all about files, TCP, and processes outside is forbidden but what is allowed here. One thread.</summary>
internal sealed unsafe class LandlockRuleset : IDisposable
{
    private readonly SafeFileHandle _rules;

    private LandlockRuleset(SafeFileHandle rules, int version) => (_rules, Version) = (rules, version);

    /// <summary>Version of the interface that the kernel has.</summary>
    public int Version { get; }

    /// <summary>An empty set; null where the kernel has no Landlock, or it is not switched on.</summary>
    public static LandlockRuleset? TryCreate()
    {
        var version = (int)landlock_create_ruleset(SYS_landlock_create_ruleset, null, 0, LANDLOCK_CREATE_RULESET_VERSION);
        if (version < 1)
        {
            return null;
        }

        var handled = new landlock_ruleset_attr
        {
            handled_access_fs = LandlockRights.FilesIn(version),
            handled_access_net = LandlockRights.NetworkIn(version),
            scoped = LandlockRights.ScopesIn(version),
        };

        // An older kernel wants the fields behind its own left out, or 0, as they are then.
        var rules = landlock_create_ruleset(SYS_landlock_create_ruleset, &handled, (nuint)sizeof(landlock_ruleset_attr), 0);
        return rules < 0 ? null : new LandlockRuleset(new SafeFileHandle(rules, ownsHandle: true), version);
    }

    /// <summary>Allows something at and below a place; nothing where it is not there.</summary>
    /// <param name="path">A file or folder; the place that it is now, whatever gets its name later.</param>
    /// <param name="rights">Of <see cref="LandlockRights"/>.</param>
    public void Allow(string path, ulong rights)
    {
        var place = open(path, O_PATH | O_CLOEXEC);
        if (place < 0)
        {
            return;
        }

        using var held = new SafeFileHandle(place, ownsHandle: true);
        var known = rights & LandlockRights.FilesIn(Version);
        var rule = new landlock_path_beneath_attr { allowed_access = Directory.Exists(path) ? known : known & LandlockRights.OfFiles, parent_fd = place };
        if (landlock_add_rule(SYS_landlock_add_rule, _rules.DangerousGetHandle(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) < 0)
        {
            throw new IOException($"{path}: Landlock refuses a rule: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Puts the calling thread, and what it starts from now on, under the rules. It must have given up new privileges.</summary>
    /// <returns>Whether the kernel did.</returns>
    public bool TryRestrictThread() => landlock_restrict_self(SYS_landlock_restrict_self, _rules.DangerousGetHandle(), 0) == 0;

    /// <inheritdoc/>
    public void Dispose() => _rules.Dispose();
}
