namespace OciFs.Cli.Arguments;

/// <summary>The images that a command line names, each opened once. Disposing it closes them.</summary>
/// <param name="open">Opens one by its name.</param>
internal sealed class OpenedImages(Func<string, ImageFiles> open) : IDisposable
{
    private readonly Dictionary<string, ImageFiles> _opened = new(StringComparer.Ordinal);

    /// <summary>The image of a name, opened.</summary>
    /// <exception cref="OciFsException">As opening it goes.</exception>
    public ImageFiles Get(string image) => _opened.TryGetValue(image, out var files) ? files : _opened[image] = open(image);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var files in _opened.Values)
        {
            files.Dispose();
        }
    }
}
