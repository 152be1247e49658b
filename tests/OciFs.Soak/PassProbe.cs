using System.Diagnostics;

namespace OciFs.Soak;

/// <summary>
/// Measures listings of an indexed image while the first passes of others run in the same server: a mount with a cache that has the one index, again and again,
/// and directories that the kernel has not seen.
/// </summary>
internal sealed class PassProbe(SoakOptions options, Run run)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);

    /// <summary>Rounds: mounts whose first passes were begun.</summary>
    public int Rounds { get; private set; }

    /// <summary>Passes that had ended within their round.</summary>
    public int Whole { get; private set; }

    public void Start()
    {
        run.Joined();
        new Thread(() =>
        {
            while (!run.HasEnded)
            {
                try
                {
                    Once();
                }
                catch (Exception error)
                {
                    run.Fail(error is Mismatch ? error.Message : $"passes: {error}");
                }
            }
            run.Left();
        })
        { IsBackground = true, Name = "passes" }.Start();
    }

    private void Once()
    {
        var cache = Path.Join(options.Work, "passes-cache");
        if (Directory.Exists(cache))
            Directory.Delete(cache, recursive: true);
        using var server = new Server(options.Executable, $"oci:{options.Layout}", Path.Join(options.Work, "passes"), cache);
        _ = Folder.List(Rootfs(server, options.Small));
        var passes = options.Big.Select(image => Task.Factory.StartNew(() => Folder.List(Rootfs(server, image)), TaskCreationOptions.LongRunning)).ToArray();
        Rounds++;
        var begun = Stopwatch.GetTimestamp();
        foreach (var folder in FoldersOf(Rootfs(server, options.Small)))
        {
            if (run.HasEnded || Task.WhenAll(passes).IsCompleted || Stopwatch.GetElapsedTime(begun) > Round)
                break;
            Thread.Sleep(Pause);
        }
        Whole += passes.Count(pass => pass.IsCompletedSuccessfully);
        Unmount(server, passes);
    }

    // Who waits for a pass when the mount goes gets an error, as it should be.
    private static void Unmount(Server server, Task[] passes)
    {
        server.Unmount("--lazy");
        foreach (var pass in passes)
            _ = pass.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        Task.WaitAll([.. passes.Select(pass => pass.ContinueWith(_ => { }, TaskScheduler.Default))]);
    }

    private static string Rootfs(Server server, string image) => Path.Join(server.Mountpoint, "images", Server.FolderOf(image), "rootfs/");

    /// <summary>Lists one directory after the other, each with its files' attributes, and tells of each when that is done.</summary>
    private IEnumerable<string> FoldersOf(string root)
    {
        var waiting = new Queue<string>([root]);
        while (waiting.TryDequeue(out var folder))
        {
            var begun = Stopwatch.GetTimestamp();
            var names = Folder.List(folder);
            foreach (var (name, _) in names.Take(100).Where(entry => !entry.Name.Contains('\uFFFD', StringComparison.Ordinal)))
            {
                if (FileFacts.Of(Path.Join(folder, name)).IsDirectory)
                    waiting.Enqueue(Path.Join(folder, name));
            }
            run.Note("listing during passes", Stopwatch.GetElapsedTime(begun));
            yield return folder;
        }
    }
}
