using System.Text.Json.Nodes;

namespace OciFs.Soak;

/// <summary>Changes beside the readers: tags of the store that come and go, and mounts.</summary>
internal sealed class Churn(SoakOptions options, Run run)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly string _index = Path.Join(options.Layout, "index.json");

    public int Tags { get; private set; }

    public int Mounts { get; private set; }

    public void Start(string mountpoint)
    {
        run.Joined();
        new Thread(() =>
        {
            for (var i = 0; !run.HasEnded; i++)
            {
                try
                {
                    Tag(mountpoint, $"soak-{i}");
                    Mount(i);
                }
                catch (Exception error)
                {
                    run.Fail(error is Mismatch ? error.Message : $"changes: {error}");
                }
                Thread.Sleep(Pause);
            }
            run.Left();
        })
        { IsBackground = true, Name = "changes" }.Start();
    }

    private void Tag(string mountpoint, string name)
    {
        var before = File.ReadAllText(_index);
        var index = JsonNode.Parse(before)!;
        var again = index["manifests"]![0]!.DeepClone();
        again["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = name };
        index["manifests"]!.AsArray().Add(again);
        Write(index.ToJsonString());
        try
        {
            Await(mountpoint, name, isThere: true);
        }
        finally
        {
            Write(before);
        }
        Await(mountpoint, name, isThere: false);
        Tags++;
    }

    private static void Await(string mountpoint, string name, bool isThere)
    {
        if (!SpinWait.SpinUntil(() => Wait() && Folder.List(Path.Join(mountpoint, "images")).Exists(entry => entry.Name == name) == isThere, Patience))
            throw new Mismatch($"images/{name} is{(isThere ? " not" : " still")} there, {Patience.TotalSeconds} seconds after the store was changed");
    }

    private static bool Wait()
    {
        Thread.Sleep(50);
        return true;
    }

    private void Write(string index)
    {
        var beside = _index + ".soak";
        File.WriteAllText(beside, index);
        File.Move(beside, _index, overwrite: true);
    }

    private void Mount(int number)
    {
        using var server = new Server(
            options.Executable, $"oci:{options.Layout}:{options.Small}", Path.Join(options.Work, $"brief-{number % 4}"), options.Cache);
        if (Folder.List(Path.Join(server.Mountpoint, "images", Server.FolderOf(options.Small), "rootfs/")).Count == 0)
            throw new Mismatch($"{server.Mountpoint}: an empty root file system");
        Mounts++;
    }
}
