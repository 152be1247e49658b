using OciFs.Fuzz.Engine;

namespace OciFs.Fuzz;

/// <summary><c>OciFs.Fuzz [HARNESS…] [--time SECONDS] [--seed N]</c>; see scripts/fuzz. Findings make the exit status 1.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var options = Options.Parse(arguments);
        if (options is null)
        {
            Console.Error.WriteLine($"usage: fuzz [HARNESS...] [--time SECONDS] [--seed N]; harnesses: {string.Join(' ', Harnesses.Catalogue.Names)}");
            return 2;
        }

        if (options.Replay is { } file)
            return Child.Replay(Harnesses.Catalogue.Find(options.Harnesses[0]), File.ReadAllBytes(file));
        if (options.IsChild)
            return Child.Run(Harnesses.Catalogue.Find(options.Harnesses[0]), options);
        return Supervisor.Run(options) == 0 ? 0 : 1;
    }
}
