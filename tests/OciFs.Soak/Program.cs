using System.Runtime.InteropServices;

namespace OciFs.Soak;

/// <summary>
/// Many readers of several mounts for some minutes, everything compared with unpacked trees; see scripts/soak. The last line is the verdict; exit status 0 if
/// nothing was wrong, 1 if something was, 2 for words that are not understood.
/// </summary>
internal static class Program
{
    private static int Main(string[] words)
    {
        if (SoakOptions.Parse(words) is not { } options)
        {
            Console.Error.WriteLine("soak: EXECUTABLE LAYOUT WORK MINUTES READERS SMALL BIG[,BIG] IMAGE=UNPACKED...");
            return 2;
        }
        var run = new Run();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(run, context));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(run, context));
        var servers = new List<Server>();
        try
        {
            Work(options, run, servers);
        }
        catch (Exception error)
        {
            run.Fail(error is Mismatch ? error.Message : error.ToString());
        }
        finally
        {
            run.End();
            servers.ForEach(server => Unmount(run, server));
        }
        Console.WriteLine($"soak: {(run.Failures.Count == 0 ? "passed" : "failed")}: {run.Count} operations, {run.Failures.Count} failures");
        return run.Failures.Count == 0 ? 0 : 1;
    }

    private static void Work(SoakOptions options, Run run, List<Server> servers)
    {
        // The whole store, and each image by itself: several servers over the same files and indexes.
        servers.Add(new Server(options.Executable, $"oci:{options.Layout}", Path.Join(options.Work, "all"), options.Cache));
        foreach (var (image, _) in options.Trees)
            servers.Add(new Server(options.Executable, $"oci:{options.Layout}:{image}", Path.Join(options.Work, $"one-{servers.Count}"), options.Cache));
        var trees = options.Trees.SelectMany((tree, number) => new[]
        {
            new Tree(RootfsOf(servers[0], tree.Image), tree.Unpacked),
            new Tree(RootfsOf(servers[number + 1], tree.Image), tree.Unpacked),
        }).ToArray();

        var readers = Enumerable.Range(0, options.Readers).Select(number => new Reader(new Operations(trees, number), run)).ToArray();
        foreach (var (number, reader) in readers.Index())
        {
            run.Joined();
            reader.Start(number);
        }
        var churn = new Churn(options, run);
        churn.Start(servers[0].Mountpoint);
        var passes = new PassProbe(options, run);
        passes.Start();

        var watch = new Watch(options, run, servers, readers);
        watch.Look();
        run.End();
        if (!watch.Leave())
            run.Fail($"{run.Active} readers do not end");
        watch.Judge();
        Tell(run, churn, passes);
    }

    private static string RootfsOf(Server server, string image) => Path.Join(server.Mountpoint, "images", Server.FolderOf(image), "rootfs");

    private static void Tell(Run run, Churn churn, PassProbe passes)
    {
        Console.WriteLine();
        Console.WriteLine("| what | count | p50 ms | p95 ms | p99 ms | most ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, latencies) in run.Latencies)
            Console.WriteLine($"| {name} | {latencies} |");
        Console.WriteLine();
        Console.WriteLine($"{churn.Tags} tags came and went, {churn.Mounts} brief mounts, first passes in {passes.Rounds} mounts, {passes.Whole} of them whole");
    }

    private static void Unmount(Run run, Server server)
    {
        try
        {
            server.Dispose();
        }
        catch (Exception error)
        {
            run.Fail(error.Message);
            server.Abandon();
        }
    }

    private static void Stop(Run run, PosixSignalContext context)
    {
        context.Cancel = true;
        run.Fail("interrupted");
        run.End();
    }
}
