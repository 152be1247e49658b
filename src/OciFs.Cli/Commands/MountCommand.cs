using System.CommandLine;
using System.Reflection;
using OciFs.Host;
using OciFs.Host.Background;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs mount</c>.</summary>
internal static class MountCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "mount";

    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Argument<string> Mountpoint = new("MOUNTPOINT") { Description = "An empty directory" };

    private static readonly Option<bool> Foreground = new("--foreground", "-f") { Description = "Stay in the foreground" };

    private static readonly Option<string[]> Options = new("--options", "-o")
    {
        Description = $"Mount options, separated by commas: {MountOptionList.Known}; and this command's long options, as platform=PLATFORM",
        HelpName = "OPT[,OPT...]",
    };

    private static readonly Option<bool> Rootfs = new("--rootfs") { Description = "Show only the root file system of the one image that SOURCE selects" };

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The version that the program was built as.</summary>
    public static string Version => typeof(MountCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>The options that may stand in <c>-o</c> too.</summary>
    public static IReadOnlyList<Option> LongOptions => [Rootfs, Platform, Namespace];

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "Mount a store of images read-only. Returns when the mount is usable.")
        {
            Source, Mountpoint, Foreground, Options,
        };
        foreach (var option in LongOptions)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var options = OptionsOf(parsed);
        return ServerRole.Take() is { } role ? Serve(parsed, options, role) : Mount(parsed, options);
    }

    // A process of its own serves; this one mounts for it, and keeps the mount or has another one keep it.
    private static int Mount(ParseResult parsed, ImageMountOptions options)
    {
        var isHere = parsed.GetValue(Foreground);
        using var starter = MountStarter.Start([Name, "-f", .. Again(parsed)], isHere, Confined, Console.Error.WriteLine, Report);
        Interruption.Mind(starter.End);
        var status = starter.WaitUntilUsable(parsed.GetRequiredValue(Mountpoint), options.Mount, LeaveToMount);
        if (status is { } failed)
        {
            return failed;
        }

        // Not before somebody else keeps it: who cannot be told has a mount all the same.
        if (!isHere)
        {
            starter.LeaveToOther();
        }

        if (!parsed.GetValue(GlobalOptions.Quiet))
        {
            Console.Out.WriteLine(Output.Line(starter.ReadyText, int.MaxValue) + (isHere ? " (Ctrl-C unmounts)" : string.Empty));
            Output.Stream.Finish();
        }

        return isHere ? starter.Keep(Output.Warn) : ExitStatus.Done;
    }

    private static int Serve(ParseResult parsed, ImageMountOptions options, ServerRole role)
    {
        using var until = role;
        using var mount = ImageMount.Start(
            parsed.GetRequiredValue(Source), parsed.GetRequiredValue(Mountpoint), options with { Mounter = (_, how) => role.WaitForMount(how) });
        Environment.CurrentDirectory = "/";
        var what = parsed.GetValue(Rootfs) ? "the root file system" : mount.Images == 1 ? "1 image" : $"{mount.Images} images";
        role.SayReady(Output.Line($"{mount.Source}: {what} mounted on {mount.Mountpoint}", int.MaxValue), mount);
        mount.WaitForExit();
        role.SayEnded();
        return ExitStatus.Done;
    }

    // From the thread that this runs on the server inherits what it may do.
    private static int Confined(Func<int> spawn)
    {
        var pid = 0;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                pid = spawn();
            }
            catch (Exception error)
            {
                failure = error;
            }
        }) { Name = "ocifs spawn" };
        thread.Start();
        thread.Join();
        return failure is null ? pid : throw failure;
    }

    private static void Report(string what, long done, long total) => Progress.Report(new ProgressReport(what, done, total));

    // From now on a signal unmounts, and what is read is read for others.
    private static void LeaveToMount()
    {
        Progress.End();
        Interruption.End();
    }

    private static IEnumerable<string> Again(ParseResult parsed)
    {
        foreach (var options in parsed.GetValue(Options) ?? [])
        {
            yield return $"-o={options}";
        }

        if (parsed.GetValue(Platform) is { } platform)
        {
            yield return $"--platform={platform}";
        }

        if (parsed.GetValue(Namespace) is { } owner)
        {
            yield return $"--namespace={owner}";
        }

        if (parsed.GetValue(Rootfs))
        {
            yield return "--rootfs";
        }

        if (parsed.GetValue(GlobalOptions.Verbose))
        {
            yield return "--verbose";
        }

        yield return "--";
        yield return parsed.GetRequiredValue(Source);
        yield return parsed.GetRequiredValue(Mountpoint);
    }

    private static ImageMountOptions OptionsOf(ParseResult parsed) => MountOptionList.Parse(parsed.GetValue(Options) ?? []).Apply(new ImageMountOptions
    {
        Platform = GlobalOptions.PlatformOf(parsed.GetValue(Platform)),
        IsPlatformAsked = parsed.GetValue(Platform) is not null,
        Store = GlobalOptions.OptionsOf(parsed.GetValue(Namespace)),
        Version = Version,
        Log = Output.Warn,
        Rootfs = parsed.GetValue(Rootfs),
        Opened = LeaveToMount,
    });
}
