using System.Reflection;

namespace OciFs.Conformance.Tests;

/// <summary>Where the executable and the scripts are.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, as the build knew it.</summary>
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value!);

    /// <summary>The one executable that scripts/build makes.</summary>
    public static string Executable { get; } = Path.Combine(Root, "artifacts", "ocifs");

    /// <summary>The path of a script.</summary>
    public static string Script(string name) => Path.Combine(Root, "scripts", name);
}
