using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>Two images in the archives that real tools wrote of them, made once by <c>scripts/archives</c>.</summary>
public sealed class ToolArchives : IDisposable
{
    private readonly TempFolder _folder = new();

    public ToolArchives() => Command.Run(Repository.Script("archives"), _folder.Path).Ok();

    /// <summary>What all were made from.</summary>
    public string Layout => _folder["layout"];

    /// <summary>An archive, compressed by a program where one is named.</summary>
    public string this[string name, string program]
    {
        get
        {
            var plain = _folder[$"{name}.tar"];
            if (program.Length == 0)
            {
                return plain;
            }

            Command.Shell("[ -e \"$1.$2\" ] || \"$2\" -q <\"$1\" >\"$1.$2\"", plain, program).Ok();
            return $"{plain}.{program}";
        }
    }

    /// <summary>The path of a file of a test's own.</summary>
    public string PathOf(string name) => _folder[name];

    public void Dispose() => _folder.Dispose();
}
