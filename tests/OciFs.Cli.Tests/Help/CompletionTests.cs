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
        { "images --filter x layout-of-", "images --filter x layout-of-mine/" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash(string typed, string completed) => Assert.Contains(
        $"GOT {completed}.",
        Shell.Type($"cd {_folder}; source ./script.bash; ocifs() {{ echo GOT $* | sed 's/$/./'; }}", $"ocifs {typed}\t", "bash", "--norc", "--noprofile", "-i"),
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Zsh(string typed, string completed) => Assert.Contains(
        $"GOT {completed.TrimEnd('/')}.",
        Shell.Type(
            $"cd {_folder}; autoload -U compinit; compinit -D -u; source ./script.zsh; ocifs() {{ print -r -- GOT $* | sed 's,[/ ]*$,.,' }}",
            $"ocifs {typed}\t",
            "zsh",
            "-f",
            "-i"),
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Fish(string typed, string completed)
    {
        var shown = Shell.Run($"cd {_folder}; source ./script.fish; complete -C 'ocifs {typed}'", "fish", "--no-config");
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
