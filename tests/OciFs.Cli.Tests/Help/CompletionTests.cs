using OciFs.Cli.Help;

namespace OciFs.Cli.Tests.Help;

/// <summary>Shells complete what is typed into them: each is run on a terminal, with the script sourced and a key of completion pressed.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocifs-completion-").FullName;

    public CompletionTests()
    {
        var root = CommandTree.Create();
        File.WriteAllText(Path.Combine(_folder, "script.bash"), BashCompletion.Script(root));
        File.WriteAllText(Path.Combine(_folder, "script.zsh"), ZshCompletion.Script(root));
        File.WriteAllText(Path.Combine(_folder, "script.fish"), FishCompletion.Script(root));
        Directory.CreateDirectory(Path.Combine(_folder, "layout-of-mine"));
        File.WriteAllText(Path.Combine(_folder, "layout-of-mine", "oci-layout"), string.Empty);
    }

    public static TheoryData<string, string> Lines => new()
    {
        { "hist", "history" },
        { "ls --recu", "ls --recursive" },
        { "ls layout-of-", "ls layout-of-mine/" },
        { "ls oci:layout-of-", "ls oci:layout-of-mine/" },
        { "inspect containers-st", "inspect containers-storage:" },
        { "cache cle", "cache clear" },
        { "help hist", "help history" },
        { "completion zs", "completion zsh" },
        { "export x -o layout-of-", "export x -o layout-of-mine/" },
        { "ls ./layout-of-mine:alp", "ls ./layout-of-mine:alpine" },
        { "ls containers-storage:alp", "ls containers-storage:alpine" },
        { "images --filter x layout-of-", "images --filter x layout-of-mine/" },
    };

    // Stands in for the program, which the scripts ask for the images of a store.
    private const string Images = "if [ \"$2\" = images ]; then echo ${3%:*}:alpine; return; fi; ";

    [Theory]
    [InlineData("cache ")]
    [InlineData("man ")]
    [InlineData("mounts ")]
    [InlineData("help ")]
    [InlineData("ls --platform ")]
    [InlineData("images -f ")]
    public void BashOffersNoFilesWhereNoneAreMeant(string typed)
    {
        var shown = Shell.Type($"cd {_folder}; source ./script.bash; ocifs() {{ echo; }}", $"ocifs {typed}\t\t", "bash", "--norc", "--noprofile", "-i");
        Assert.DoesNotContain("layout-of-mine", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("bad array", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}:", "app:1.0 base")]
    [InlineData("oci:{0}:ap", "app:1.0")]
    [InlineData("{0}:x", "")]
    [InlineData("{0}", "")]
    [InlineData("{0}/nowhere:", "")]
    [InlineData("oci:", "")]
    [InlineData("", "")]
    public void ImagesAreThoseThatBeginAsTyped(string typed, string names)
    {
        const string digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
        var place = Path.Combine(_folder, "layout-of-mine");
        File.WriteAllText(Path.Combine(place, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(Path.Combine(place, "index.json"), """{"schemaVersion":2,"manifests":[""" + string.Join(',', new[] { "app:1.0", "base", "$(x)" }.Select(name =>
            $$$"""{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{{digest}}}","size":2,"annotations":{"org.opencontainers.image.ref.name":"{{{name}}}"}}""")) + "]}");
        var source = typed.Replace("{0}", place, StringComparison.Ordinal);
        var store = source.StartsWith("oci:", StringComparison.Ordinal) ? $"oci:{place}" : place;
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"{store}:{name}"), CompletedImages.Of(source), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash(string typed, string completed) => Assert.Contains(
        $"GOT {completed}.",
        Shell.Type($"cd {_folder}; source ./script.bash; ocifs() {{ {Images}echo GOT $* | sed 's/$/./'; }}", $"ocifs {typed}\t", "bash", "--norc", "--noprofile", "-i"),
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Zsh(string typed, string completed) => Assert.Contains(
        $"GOT {completed.TrimEnd('/')}.",
        Shell.Type(
            $"cd {_folder}; autoload -U compinit; compinit -D -u; source ./script.zsh; ocifs() {{ {Images}print -r -- GOT $* | sed 's,[/ ]*$,.,' }}",
            $"ocifs {typed}\t",
            "zsh",
            "-f",
            "-i"),
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Fish(string typed, string completed)
    {
        var shown = Shell.Run($"cd {_folder}; source ./script.fish; function ocifs; echo (string replace -r ':[^:]*$' '' -- $argv[3]):alpine; end; complete -C 'ocifs {typed}'", "fish", "--no-config");
        Assert.Contains(completed.Split(' ')[^1], shown.Split('\n').Select(line => line.Split('\t')[0]), StringComparer.Ordinal);
    }

    [Fact]
    public void NoScriptHasErrors()
    {
        Assert.Empty(Shell.Run(BashCompletion.Script(CommandTree.Create()), "bash", "-n"));
        Assert.Empty(Shell.Run(ZshCompletion.Script(CommandTree.Create()), "zsh", "-n"));
        Assert.Empty(Shell.Run(FishCompletion.Script(CommandTree.Create()), "fish", "-n"));
        Assert.Empty(Shell.Run(BashCompletion.Script(CommandTree.Create()), "shellcheck", "--shell=bash", "--severity=warning"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
