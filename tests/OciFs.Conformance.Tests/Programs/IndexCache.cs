using OciFs.Reference;

namespace OciFs.Conformance.Tests.Programs;

/// <summary>An index cache of the test run's own, empty at its start, so that every layer is passed over once in it.</summary>
internal static class IndexCache
{
    private static readonly TempFolder Temporary = new();

    static IndexCache() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Temporary.Dispose();

    /// <summary>What OCIFS_CACHE says to every command.</summary>
    public static string Folder => Temporary["cache"];
}
