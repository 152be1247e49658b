using System.Globalization;
using System.Runtime.ExceptionServices;
using static OciFs.Host.Confining.ConfiningInterop;

namespace OciFs.Host.Confining;

/// <summary>
/// Takes from a server what it does not need. Most rights belong to threads, and .NET has several before its first line runs: so whoever starts the
/// server restricts the thread that starts it, and the new process is born so; the filter of system calls, which the kernel can give to all threads of a
/// process, the server puts on itself, for before that it has to start.
/// </summary>
public static class Confinement
{
    /// <summary>How the new process learns the version of Landlock that holds it: nothing of <c>/proc</c> tells.</summary>
    internal const string Variable = "OCIFS_LANDLOCK";

    /// <summary>Runs an action on a thread of its own that is restricted as a plan says. What it starts is restricted as well.</summary>
    /// <param name="plan">What the new process needs.</param>
    /// <param name="start">Starts it, with the environment of this process as it is then.</param>
    /// <returns>What <paramref name="start"/> gives.</returns>
    public static T Within<T>(ConfinementPlan plan, Func<T> start)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                // Without HOME the user's home stands in a file that the new process may not read.
                Environment.SetEnvironmentVariable("OCIFS_CACHE", plan.Cache ?? Environment.GetEnvironmentVariable("OCIFS_CACHE"));
                Environment.SetEnvironmentVariable(Variable, RestrictThread(plan).ToString(CultureInfo.InvariantCulture));
                result = start();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        }) { Name = "ocifs spawn" };
        thread.Start();
        thread.Join();
        Environment.SetEnvironmentVariable(Variable, null);
        failure?.Throw();
        return result!;
    }

    /// <summary>Forbids this process every system call that a server has no use for, on all its threads. To be called once, before anything foreign is read.</summary>
    /// <returns>What is in force now.</returns>
    public static ConfinementState Complete()
    {
        SystemCallFilter.TryApply();
        return ConfinementState.Read();
    }

    /// <summary>Gives up what the plan does not name; the version of Landlock in force, 0 for none.</summary>
    private static int RestrictThread(ConfinementPlan plan)
    {
        // Before the rules: they are about paths, and the status of the thread is read for the capabilities.
        plan.Capabilities.KeepOnly();
        _ = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        using var rules = plan.TryMakeRules();
        return rules?.TryRestrictThread() == true ? rules.Version : 0;
    }
}
